"""How a course goes: who is where, where people stop, which questions are hard, who needs help (docs/adr/0024)."""
