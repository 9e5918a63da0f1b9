"""The particulars of a text: people, numbers, buildings, spots and codes."""
