"""What the law asks, as data: rules, profiles, the decision table, the lint catalogue and what runs them.

Knows registries and the texts of rules; knows no visitor, no clock, no framework and no network.
Engineering material, not legal advice.
"""
