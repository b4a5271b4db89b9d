"""What the codes on people's cards say: citizen ID, health insurance, PC-Covid, our own."""
