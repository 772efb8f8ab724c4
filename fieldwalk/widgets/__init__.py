"""The small parts that screens are made of. Each takes ready values and gives back one control."""
