"""The front office: what visitors see and do. Thin views; the decisions are consent's and law's."""
