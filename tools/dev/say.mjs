/** One line of our own, told apart from the output of the programs that we start. */
export function say(line) {
  process.stdout.write(`==> ${line}\n`);
}
