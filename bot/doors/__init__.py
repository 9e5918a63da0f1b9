"""How notices leave the house: a carrier for each door."""
