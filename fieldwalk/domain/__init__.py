"""The nouns and the rules of a safety walk: pure, standard library only."""
