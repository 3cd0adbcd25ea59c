"""What a question is, whether it can be asked, and what an answer earns. Pure."""
