import { VUES, toutesLesPages } from '../outils/toutes.mjs';

// The same pages with other rights: one look each is enough to see what a role alone is shown.
toutesLesPages('la conseillère', /^Claire N\./, 12, [VUES.ordinateur, VUES.telephoneSombre]);
toutesLesPages('la responsable', /^Nadia B\./, 12, [VUES.telephone]);
toutesLesPages('le formateur', /^Mamadou D\./, 8, [VUES.ordinateurSombre]);
toutesLesPages('la développeuse', /^Sophie T\./, 12, [VUES.telephone]);
toutesLesPages('le pilotage', /Pilotage/, 25, [VUES.ordinateur, VUES.telephone, VUES.papier]);
