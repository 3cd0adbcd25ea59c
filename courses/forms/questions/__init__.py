"""Forms of the question bank: one for every kind of question, without JavaScript."""
