// A responsable is given the workbook of a CFA never seen: mapped, tried, imported; the next month, one click; a renamed column is told.
// With JavaScript, then without, wide and narrow.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anomalies, debordement, tableau } from '../outils/controles.mjs';
import { ecrireXlsx } from '../outils/fichiers.mjs';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { menu } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

const ENTETES = ['Matricule', 'NOM Prénom', 'Né(e) le', 'Ville', 'Statut', 'Début contrat', 'Remarques'];
const LIGNES = [
  ['TL-01', 'LE GALL Anne', '12/05/2000', '93300 Aubervilliers', "Contrat d'apprentissage", '01/09/2017', ''],
  ['TL-02', 'NAGY Zoltan', '03/02/1999', '93500 Pantin', 'Stage', '02/09/2017', ''],
];
const classeur = (entetes) =>
  ecrireXlsx([['CFA des Trois Lunes'], ['Liste du mois'], entetes, ...LIGNES], {
    Entreprises: [['Raison sociale', 'Ville'], ['Boulangerie du Port', 'Pantin']],
  });

/** Drops a workbook and waits for the page about it. */
async function deposer(page, nom, octets) {
  await page.goto('/gabarits');
  await page.getByLabel("Fichier d'un partenaire").setInputFiles({
    name: nom,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: octets,
  });
  await page.getByRole('button', { name: 'Regarder ce fichier' }).click();
  await page.waitForURL('**/gabarits/depots/*');
}

for (const javascript of [true, false]) {
  describe(`Le classeur d'un CFA, ${javascript ? 'avec' : 'sans'} JavaScript`, () => {
    let site, page;
    const fautes = [];
    const voir = async (nom) => {
      for (const largeur of [1280, 360]) {
        await page.setViewportSize({ width: largeur, height: 800 });
        // Without scripts in the page, axe cannot run in it.
        const quoi = [...(javascript ? await anomalies(page) : []), ...(javascript ? [await debordement(page)] : [])].filter(Boolean);
        if (quoi.length) fautes.push({ page: `${nom} ${largeur}`, quoi });
        await capturer(page, `gabarits-${javascript ? 'js' : 'nu'}-${nom}-${largeur}`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    };
    before(async () => {
      site = await demonstration();
      ({ page } = await fenetre(site, { javascript }));
      await entrer(page, /Responsable/);
    });
    after(async () => {
      await fermer();
      await site.arreter();
    });

    it('se propose, se corrige et s\'importe en moins de trois minutes', async () => {
      const debut = Date.now();
      await menu(page, 'Gabarits').click();
      await voir('liste');
      await deposer(page, 'apprentis.xlsx', classeur(ENTETES));
      await page.getByText('Forme nouvelle').waitFor();
      await voir('propose');
      // The other sheet is told, and can be looked at instead.
      await page.getByRole('button', { name: 'Lire plutôt « Entreprises »' }).click();
      await page.getByText('Feuille « Entreprises »').waitFor();
      await page.getByRole('button', { name: 'Lire plutôt « Feuille1 »' }).click();
      await page.getByText('Feuille « Feuille1 »').waitFor();
      // Codes are for programs: people read words.
      assert.doesNotMatch(await page.locator('main').innerText(), /apprentissage, professionnalisation|date_|commune_insee/);
      // One value of the partner has no code yet: it comes first.
      const stage = page.locator('tr', { has: page.getByRole('rowheader', { name: 'Stage', exact: true }) }).getByRole('combobox');
      await stage.selectOption('cdd');
      await page.getByRole('button', { name: 'Essayer sans rien enregistrer' }).last().click();
      await page.getByRole('heading', { name: "Essai : rien n'est enregistré" }).waitFor();
      await voir('essai');
      await page.getByRole('button', { name: 'Importer ce fichier' }).click();
      await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
      await voir('importe');
      assert.ok(Date.now() - debut < 180_000);
    });

    it('le mois suivant, il est reconnu et un bouton suffit', async () => {
      await deposer(page, 'apprentis mars.xlsx', classeur(ENTETES));
      await page.getByText('Reconnu : gabarit').waitFor();
      await page.getByRole('button', { name: 'Importer ce fichier' }).click();
      await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
    });

    it('une colonne renommée est dite avant toute lecture', async () => {
      await deposer(page, 'apprentis avril.xlsx', classeur(ENTETES.map((e) => (e === 'Début contrat' ? "Date d'entrée au CFA" : e))));
      await page.getByText("la colonne « Début contrat » n'est plus là").waitFor();
      assert.doesNotMatch(await page.locator('main').innerText(), /date_debut/);
      await voir('renommee');
    });

    it('rien n\'est illisible ni ne déborde', () => assert.equal(fautes.length, 0, tableau(fautes)));
  });
}
