"""Understanding: text in, an Understanding out. The door is nlu.understander."""
