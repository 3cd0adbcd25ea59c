"""The admin desk: pages, forms and lists for whoever holds a role, which every app builds its own from."""
