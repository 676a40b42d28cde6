import { VUES, toutesLesPages } from '../outils/toutes.mjs';

// What everybody sees is seen in every way; the other files have as much to do each, and two run at a time.
toutesLesPages('le public', null, 8, [VUES.ordinateur, VUES.telephoneSombre, VUES.papier]);
