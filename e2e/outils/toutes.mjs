// Every page that each role can reach, in several looks: axe, overflow, weight.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anomalies, debordement, deplierTout, poids, tableau } from './controles.mjs';
import { capturer, entrer, fenetre, fermer } from './navigateur.mjs';
import { deposer } from './page.mjs';
import { demonstration } from './serveur.mjs';

/** Whoever reads the report, and whoever may keep it for ever. */
const LIT_LE_BILAN = /Pilotage|Administration|Sophie|Marc|Judith/;
const FIGE_LE_BILAN = /Pilotage|Administration|Sophie/;
/** Whoever reads whole years only: any other period answers a sentence. */
const ANNEES_SEULES = /Marc|Judith/;
const ANNEE_SCOLAIRE = '/bilan?du=2016-09-01&au=2017-08-31';

/** Pages that no link shows, or not in that state. */
const AUSSI = {
  tous: ['/nulle-part', '/connexion?retour=%2Fbilan'],
  connectes: ['/bilan?du=hier&au=demain', ANNEE_SCOLAIRE, '/structures?q=zzzzzz'],
};

/** Nobody looks at the pictures of an integration server. */
const IMAGES = process.env.PASSERELLE_SANS_CAPTURES === undefined;

/** The looks a page is seen in. */
export const VUES = {
  ordinateur: { nom: 'ordinateur, clair', largeur: 1280 },
  ordinateurSombre: { nom: 'ordinateur, sombre', largeur: 1280, sombre: true },
  telephone: { nom: 'téléphone, clair', largeur: 360 },
  telephoneSombre: { nom: 'téléphone, sombre, tout déplié', largeur: 360, sombre: true, deplie: true },
  papier: { nom: 'papier', largeur: 688, papier: true },
};
/** Two addresses of the same shape show the same page with other data. */
const forme = (adresse) => adresse.replace(/[?#].*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}');
const fichier = (adresse) => /[./](csv|xlsx|json|pdf|ics|toml|html|js)([?#]|$)|\/fichier\//.test(adresse);
const AJOUTS = [...AUSSI.tous, ...AUSSI.connectes];
const nomDeCapture = (adresse) => (AJOUTS.includes(adresse) ? adresse : forme(adresse)).replace(/[{}]/g, '').replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'accueil';

/** What is not there, or asked badly, on purpose. */
const REFUSEES = ['/nulle-part', '/bilan?du=hier&au=demain'];

/** The same page whoever looks: the public's look at it is enough. */
const COMMUNES = /^\/(accessibilite|connexion|donnees-personnelles|engagements|evenements|mentions|nulle-part|registre)/;

/** Follows links from the home page, one address a shape, and `aussi` as they are. */
async function explorer(page, aussi, anneesSeules) {
  const vues = [];
  const connues = new Set(['/', ...aussi]);
  const file = [...connues];
  while (file.length) {
    const adresse = file.shift();
    const reponse = await page.goto(adresse);
    const attendu = anneesSeules && adresse === ANNEE_SCOLAIRE ? 422 : 200;
    if (!REFUSEES.includes(adresse)) assert.equal(reponse.status(), attendu, adresse);
    vues.push(adresse);
    const liens = await page.locator('a[href^="/"]').evaluateAll((as) => as.map((a) => a.getAttribute('href')));
    for (const lien of liens) {
      if (fichier(lien) || connues.has(forme(lien))) continue;
      connues.add(forme(lien));
      file.push(lien);
    }
  }
  return vues;
}

/** The stories of one role: who, their account of the demonstration (none for the public), how many pages at least, the looks. */
export function toutesLesPages(qui, role, aumoins, vues) {
  describe(`Toutes les pages, pour ${qui}`, () => {
    let site;
    let adresses = [];
    let cookies = [];
    let depart = '/evenements';
    before(async () => {
      site = await demonstration();
    });
    after(async () => {
      await fermer();
      await site.arreter();
    });

    it('les liens du site mènent partout, sans impasse ni requête ailleurs', async () => {
      const vue = await fenetre(site);
      if (role) {
        await entrer(vue.page, role);
        depart = new URL(vue.page.url()).pathname;
      }
      if (FIGE_LE_BILAN.test(String(role))) {
        await vue.page.goto('/bilan?annee=2017');
        await vue.page.getByRole('button', { name: 'Figer ce bilan' }).click();
        await vue.page.waitForURL('**/bilans/*');
      }
      if (String(role).includes('Administration')) {
        await deposer(vue.page, { 'jeunes.csv': 'structure;numero;nom;prenom;date_naissance\nML-BONDY;X1;Essai;Ève;31/02/2001\nML-ABSENTE;X2;Essai;Luc;\n' });
      }
      adresses = await explorer(vue.page, [...AUSSI.tous, ...(LIT_LE_BILAN.test(String(role)) ? AUSSI.connectes : [])], ANNEES_SEULES.test(String(role)));
      cookies = await vue.contexte.cookies();
      assert.ok(adresses.length >= aumoins, `${adresses.length} pages seulement : ${adresses.join(' ')}`);
      if (role) adresses = adresses.filter((a) => !COMMUNES.test(a));
      assert.deepEqual(vue.fautes, []);
      await vue.fermer();
    });

    for (const v of vues) {
      it(`aucune anomalie d'accessibilité : ${v.nom}`, async (t) => {
        const vue = await fenetre(site, v);
        await vue.contexte.addCookies(cookies);
        if (v.papier) await vue.page.emulateMedia({ media: 'print' });
        const fautes = [];
        for (const adresse of adresses) {
          await vue.page.goto(adresse);
          if (v.deplie) await deplierTout(vue.page);
          const quoi = await anomalies(vue.page, v);
          if (quoi.length) fautes.push({ page: adresse, quoi });
          if (IMAGES) await capturer(vue.page, `pages/${role ? qui.replace(/^l(a |e |')/, '').replace(/é/g, 'e') : 'public'}-${nomDeCapture(adresse)}-${v.papier ? 'papier' : v.largeur}${v.sombre ? '-sombre' : ''}`);
        }
        t.diagnostic(`${adresses.length} pages`);
        assert.equal(fautes.length, 0, tableau(fautes));
        assert.deepEqual(vue.fautes, []);
        await vue.fermer();
      });
    }

    it('rien ne déborde à 320 pixels, plié ou déplié', async () => {
      const vue = await fenetre(site, { largeur: 320 });
      await vue.contexte.addCookies(cookies);
      const fautes = [];
      for (const adresse of adresses) {
        await vue.page.goto(adresse);
        const plie = await debordement(vue.page);
        await deplierTout(vue.page);
        const quoi = [plie, await debordement(vue.page)].filter(Boolean);
        if (quoi.length) fautes.push({ page: adresse, quoi });
      }
      assert.equal(fautes.length, 0, tableau(fautes));
      await vue.fermer();
    });

    it('la première page pèse moins de 150 ko', async (t) => {
      for (const adresse of ['/', depart]) {
        const vue = await fenetre(site);
        await vue.contexte.addCookies(cookies);
        const recus = await poids(vue.page, () => vue.page.goto(adresse));
        t.diagnostic(`${adresse} : ${Math.round(recus / 1000)} ko`);
        assert.ok(recus > 10_000 && recus <= 150_000, `${adresse} : ${recus} octets`);
        await vue.fermer();
      }
    });
  });
}
