-- The files that became another: whoever erases that one takes them along, without reading all the others.
CREATE INDEX jeunes_reunies ON jeunes (fusionne_dans) WHERE fusionne_dans IS NOT NULL;
