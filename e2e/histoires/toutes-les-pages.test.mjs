import { VUES, toutesLesPages } from '../outils/toutes.mjs';

toutesLesPages('le public', null, 8, [VUES.ordinateur, VUES.telephoneSombre, VUES.papier]);
toutesLesPages('le pilotage', /Pilotage/, 25, [VUES.ordinateur, VUES.telephone, VUES.papier]);
toutesLesPages('l\'administration', /Administration/, 32, [VUES.ordinateurSombre, VUES.telephone]);
