"""What the tests stand on: prepared databases, the running product, a browser."""
