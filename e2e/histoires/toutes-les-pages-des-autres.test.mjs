import { VUES, toutesLesPages } from '../outils/toutes.mjs';

toutesLesPages('la jeune', /^Amina B\./, 8, [VUES.telephone, VUES.telephoneSombre, VUES.papier]);
toutesLesPages('l\'employeur', /^Hélène M\./, 5, [VUES.telephone]);
toutesLesPages('le financeur', /^Marc F\./, 8, [VUES.ordinateur]);
toutesLesPages('l\'évaluatrice', /^Judith K\./, 8, [VUES.telephone]);
toutesLesPages('l\'administration', /Administration/, 32, [VUES.ordinateurSombre, VUES.telephone]);
