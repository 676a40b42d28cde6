-- A young person says that they cannot come to an appointment. Said, not decided: the structure that noted it moves it or not.
ALTER TABLE contacts ADD COLUMN empeche_le bigint;
