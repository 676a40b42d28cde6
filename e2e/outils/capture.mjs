// Makes the pictures of the README again: a counsellor's day, a young person's phone, the top of the demonstration's report.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { entrer, fenetre, fermer } from './navigateur.mjs';
import { demonstration } from './serveur.mjs';

const PRISES = [
  { nom: 'capture-bilan', qui: /Administration/, chemin: '/bilan?annee=2017', largeur: 1280 },
  { nom: 'capture-espace', qui: /Amina/, chemin: '/mon-espace', largeur: 360 },
  { nom: 'capture-journee', qui: /Claire/, chemin: '/journee', largeur: 1280 },
];

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs');
const site = await demonstration();
for (const { nom, qui, chemin, largeur } of PRISES) {
  const { page } = await fenetre(site, { largeur });
  await entrer(page, qui);
  await page.goto(chemin);
  // Said on Thursday's appointment, it is on the counsellor's day.
  if (nom === 'capture-journee') await page.getByText('ne peut pas venir').first().waitFor();
  await page.screenshot({ path: path.join(docs, `${nom}.png`) });
  if (nom === 'capture-espace') await page.getByRole('button', { name: 'Je ne peux pas venir' }).click();
}
await fermer();
await site.arreter();
process.exit(0);
