"""The back office: where staff declare, translate, review, publish and look up. Its models are in web.store."""
