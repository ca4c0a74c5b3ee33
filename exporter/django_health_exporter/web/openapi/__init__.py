"""The OpenAPI document: a table of what can be asked, the shapes of the answers, and the page."""
