// Makes docs/capture-bilan.png again, the picture of the README: the top of the demonstration's report.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { entrer, fenetre, fermer } from './navigateur.mjs';
import { demonstration } from './serveur.mjs';

const image = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/capture-bilan.png');
const site = await demonstration();
const { page } = await fenetre(site, { largeur: 1280 });
await entrer(page, /Administration/);
await page.goto('/bilan?annee=2017');
await page.screenshot({ path: image });
await fermer();
await site.arreter();
console.log(image);
process.exit(0);
