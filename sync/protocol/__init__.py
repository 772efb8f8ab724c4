"""What phone and server agree on: changes, clock, merge, messages. Pure, standard library only."""
