"""What a participant or the heirs are entitled to after an accident or a death: facts and law in, amounts out."""
