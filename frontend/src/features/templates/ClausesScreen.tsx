export default function ClausesScreen() {
  return null;
}
