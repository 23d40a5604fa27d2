char s[] = "\u00e4";
