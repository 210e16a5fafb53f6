//! Small pictures as textures, made once and written anew in place when what they show changes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};

/// Textures by name.
#[derive(Default)]
pub struct Textures {
    textures: HashMap<&'static str, (TextureHandle, u64)>,
}

impl Textures {
    /// The texture of this name, showing what `make` gives; `make` is asked only when `stamp` is
    /// another than last time.
    pub fn get(
        &mut self,
        ctx: &Context,
        name: &'static str,
        stamp: impl Hash,
        options: TextureOptions,
        make: impl FnOnce() -> ColorImage,
    ) -> TextureId {
        let mut hasher = DefaultHasher::new();
        stamp.hash(&mut hasher);
        let stamp = hasher.finish();
        if let Some((texture, known)) = self.textures.get_mut(name) {
            if *known != stamp {
                let image = make();
                if texture.size() == image.size {
                    texture.set_partial([0, 0], image, options);
                } else {
                    texture.set(image, options);
                }
                *known = stamp;
            }
            return texture.id();
        }
        let texture = ctx.load_texture(name, make(), options);
        let id = texture.id();
        self.textures.insert(name, (texture, stamp));
        id
    }
}
