"""What a person sees and presses. A binding half reads the store and calls services; a drawing half only draws."""
