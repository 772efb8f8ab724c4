"""What a person can do, as verbs. Every local verb is durable when it returns."""
