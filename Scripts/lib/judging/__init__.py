"""An independent judge: does a real unit, with a drop-in, still work? Shares no code with Cinch."""
