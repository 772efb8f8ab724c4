"""What the product measures about itself: every figure that an issue names, beside the machine's own."""
