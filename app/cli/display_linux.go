package cli

// needsDisplay: a window needs X11 or Wayland, and the environment says whether one is there.
const needsDisplay = true
