"""Who somebody is: accounts, chats of deputies, codes on doors, members of a station."""
