"""Understanding: text in, an Understanding out. The way in is nlu.understander."""
