import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lireCsv } from '../outils/fichiers.mjs';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { compte, deposer, menu, nombre, telecharger, verdict } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

for (const [appareil, largeur] of [['un ordinateur', 1280], ['un téléphone', 360]]) {
  describe(`Sans JavaScript, sur ${appareil}`, () => {
    let site, vue, page;
    before(async () => {
      site = await demonstration();
      vue = await fenetre(site, { largeur, javascript: false });
      page = vue.page;
    });
    after(async () => {
      await fermer();
      await site.arreter();
    });

    it('on entre, on lit le tableau de bord, on change d\'année', async () => {
      await page.goto('/');
      await page.locator('main').getByRole('link', { name: /démonstration/ }).click();
      await page.getByRole('button', { name: /Administration/ }).click();
      await page.getByLabel('Année').selectOption('2016');
      await page.getByRole('button', { name: 'Recalculer' }).click();
      await page.getByRole('heading', { level: 1, name: /2016/ }).waitFor();
      assert.equal(nombre(await page.locator('.chiffre .valeur strong').first().innerText()), 1366);
      await capturer(page, `30-sans-javascript-tableau-${largeur}`);
    });

    it('le menu s\'ouvre et mène au bilan', async () => {
      if (largeur < 500) await page.locator('.menu > summary').click();
      await menu(page, 'Bilan').click();
      await page.getByRole('heading', { level: 1, name: 'Bilan, année 2017' }).waitFor();
      await page.getByText('Choisir une autre période').click();
      await page.getByLabel('Au', { exact: true }).fill('2017-06-30');
      await page.getByRole('button', { name: 'Recalculer' }).click();
      await page.getByRole('heading', { level: 1, name: /juin 2017/ }).waitFor();
      await capturer(page, `31-sans-javascript-bilan-${largeur}`);
    });

    it('un chiffre s\'ouvre, sa liste se filtre et s\'emporte', async () => {
      await page.goto('/bilan?annee=2017');
      await page.locator('table.donnees', { hasText: 'Mission locale Bondy' }).locator('tfoot a').last().click();
      assert.equal(await compte(page), 1377);
      const csv = await telecharger(page, page.getByRole('link', { name: 'CSV' }));
      assert.equal(lireCsv(csv.octets).length, 1378);
      await page.goto('/jeunes');
      // On a phone the filters are behind one button.
      if (largeur < 500) await page.locator('.plies > summary').click();
      await page.getByLabel('Situation').selectOption({ label: 'En apprentissage' });
      await page.getByRole('button', { name: 'Filtrer' }).click();
      assert.ok((await compte(page)) > 0);
      await page.getByRole('link', { name: 'Page suivante' }).click();
      await page.waitForURL('**page=2**');
      await page.locator('table.liste tbody a').first().click();
      await page.getByRole('heading', { level: 2, name: 'Ce qui s\'est passé' }).waitFor();
      await capturer(page, `32-sans-javascript-jeune-${largeur}`);
    });

    it('un bilan se fige', async () => {
      await page.goto('/bilan?annee=2017');
      await page.getByRole('button', { name: 'Figer ce bilan' }).click();
      await page.getByText('il donne les mêmes nombres').waitFor();
    });

    it('un fichier se dépose', async () => {
      await deposer(page, { 'structures.csv': 'code;nom;type\nE2C-ESSAI;École d\'essai;e2c\n' });
      assert.equal((await verdict(page))['créées'], 1);
    });

    it('on sort', async () => {
      if (largeur < 500) await page.locator('.menu > summary').click();
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
      await page.goto('/tableau-de-bord');
      await page.getByRole('heading', { level: 1, name: 'Se connecter' }).waitFor();
    });

    it('rien d\'interdit n\'a eu lieu', () => assert.deepEqual(vue.fautes, []));
  });
}
