export function SampleBar() {
  return null;
}
