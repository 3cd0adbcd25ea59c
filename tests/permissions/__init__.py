"""Who may reach which address: a table, and a test that walks every address of the product by it."""
