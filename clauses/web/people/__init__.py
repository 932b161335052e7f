"""The people's door: sign in, sign out, choose an organization, and the first page of each role."""
