"""Who one is, how one wants it, what one agreed to and where one is signed in: the API of the accounts room."""
