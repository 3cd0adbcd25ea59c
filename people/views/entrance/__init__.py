"""Ways into an account by phone."""
