"""The policy: what a registry version says to its readers, in their language and in five formats.

`notice` turns a registry into a Notice, `render` turns a Notice into bytes, `changes` tells two
versions apart. Renders from a registry and a language alone: no clock, no database, no network.
"""
