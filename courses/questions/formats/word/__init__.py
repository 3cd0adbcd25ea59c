"""Questions written one after the other in a document or a plain text, as Chinese test papers are."""
