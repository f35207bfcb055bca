"""The gate as a configuration of nginx, for sites in any language: `speculoos gate nginx`.

A program for njs says what the gate says in Python; its facts are worked out here, once, so that a request asks little.
"""
