"""Finding Chinese text without a dictionary: tokens, pinyin, typing slips, and the search backend made of them."""
