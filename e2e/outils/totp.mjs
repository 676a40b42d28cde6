// The code of an authenticator application (RFC 6238), so that the browser tests need no telephone.
import crypto from 'node:crypto';

/** The six digits of a secret in base 32, at an instant in milliseconds. */
export function codeTotp(secret, millis = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const cle = Buffer.from(bits.match(/.{8}/g).map((o) => parseInt(o, 2)));
  const compteur = Buffer.alloc(8);
  compteur.writeBigUInt64BE(BigInt(Math.floor(millis / 30_000)));
  const h = crypto.createHmac('sha1', cle).update(compteur).digest();
  const debut = h[19] & 15;
  return String((h.readUInt32BE(debut) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** From the page that shows the drawing to an open session: the shared secret. */
export async function enroler(page) {
  await page.getByRole('heading', { level: 1, name: 'Ajouter un code à votre connexion' }).waitFor();
  const secret = await page.locator('main code').innerText();
  await page.getByLabel(/Code affiché/).fill(codeTotp(secret));
  await page.getByRole('button', { name: 'Vérifier et activer' }).click();
  await page.getByRole('heading', { level: 1, name: 'Vos codes de secours' }).waitFor();
  return secret;
}
