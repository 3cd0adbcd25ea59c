"""The demonstration province: written courses, made-up people, and a history told by the product's own services."""
