//! Reads the pickle of a `state_dict` as data. A pickle is a program for a small stack machine;
//! this one knows only the instructions that a dictionary of tensors needs, calls nothing, and
//! refuses every name that does not belong there.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Tuples inside tuples; PyTorch nests three.
const MAX_DEPTH: usize = 8;

/// Most dimensions of a tensor; a convolution's weights have four.
const MAX_DIMS: usize = 8;

/// Longest name that Python would import, in bytes.
const MAX_GLOBAL: usize = 256;

/// Where one tensor's numbers are.
#[derive(Debug, PartialEq)]
pub struct StoredTensor {
    /// Name of the archive's entry under `data/`.
    pub storage: Rc<str>,
    /// PyTorch's name of the storage's type, such as `FloatStorage`.
    pub storage_type: Rc<str>,
    /// Index of the first number.
    pub offset: usize,
    pub dims: Vec<usize>,
    /// As many as `dims`, in numbers.
    pub strides: Vec<usize>,
}

/// A pickle that is not that of a `state_dict`.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum PickleError {
    #[error("data.pkl ends too early")]
    Truncated,
    #[error("it holds a whole Python object")]
    Object,
    #[error("it holds more than tensors (instruction {0:#04x})")]
    UnknownInstruction(u8),
    #[error("data.pkl asks for {0}, which no state_dict needs; it was not run")]
    Forbidden(String),
    #[error("it is not a dictionary of tensors alone")]
    Malformed,
}

type Result<T> = std::result::Result<T, PickleError>;

/// The tensors of a `state_dict`, by name.
pub type Tensors = HashMap<Rc<str>, Rc<StoredTensor>>;

/// A dictionary's entries; a value that is no tensor is kept as `None`, so that nothing nests.
type Entries = HashMap<Rc<str>, Option<Rc<StoredTensor>>>;

/// What is on the stack. An instruction of two bytes can recall a value and another can put it
/// into a dictionary: so whatever may be long is shared, never copied.
#[derive(Clone)]
enum Value {
    Nothing,
    Int(i64),
    Text(Rc<str>),
    /// A name that Python would import: `torch FloatStorage`.
    Global(Rc<str>),
    Tuple {
        items: Rc<[Value]>,
        depth: usize,
    },
    Dict(Rc<RefCell<Entries>>),
    Storage {
        kind: Rc<str>,
        name: Rc<str>,
    },
    Tensor(Rc<StoredTensor>),
}

/// The tensors of a pickled `state_dict`, by name.
pub fn read_state_dict(bytes: &[u8]) -> Result<Tensors> {
    let mut machine = Machine {
        rest: bytes,
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
    };
    while machine.step()? {}
    let Some(Value::Dict(entries)) = machine.stack.pop() else {
        return Err(PickleError::Malformed);
    };
    let entries = entries.take();
    let tensors = entries
        .into_iter()
        .map(|(name, tensor)| Some((name, tensor?)));
    tensors.collect::<Option<_>>().ok_or(PickleError::Malformed)
}

struct Machine<'a> {
    rest: &'a [u8],
    stack: Vec<Value>,
    /// Heights of the stack at each open mark.
    marks: Vec<usize>,
    memo: HashMap<u32, Value>,
}

impl Machine<'_> {
    /// Carries one instruction out; false at the last.
    fn step(&mut self) -> Result<bool> {
        let [instruction] = self.array()?;
        match instruction {
            0x80 => drop(self.array::<1>()?), // PROTO
            0x95 => drop(self.array::<8>()?), // FRAME
            b'.' => return Ok(false),         // STOP
            b'(' => self.marks.push(self.stack.len()),
            b'N' | 0x88 | 0x89 => self.stack.push(Value::Nothing), // None, True, False
            b'K' | b'M' | b'J' | 0x8a => self.int(instruction)?,
            b'X' | 0x8c => self.text(instruction)?,
            b'c' => self.global()?,
            0x93 => self.stack_global()?,
            b'q' | b'r' | 0x94 => self.remember(instruction)?,
            b'h' | b'j' => self.recall(instruction)?,
            b')' => self.tuple(0)?,
            0x85..=0x87 => self.tuple(usize::from(instruction - 0x84))?,
            b't' => {
                let count = self.since_mark()?;
                self.tuple(count)?;
            }
            b'}' => self.stack.push(empty_dict()),
            b's' => self.set_items(2)?,
            b'u' => {
                let count = self.since_mark()?;
                self.set_items(count)?;
            }
            b'Q' => self.storage()?,
            b'R' => self.call()?,
            b'b' => drop(self.pop()?), // BUILD: attributes of the dictionary, such as versions
            0x81 => return Err(PickleError::Object), // NEWOBJ
            unknown => return Err(PickleError::UnknownInstruction(unknown)),
        }
        Ok(true)
    }

    fn take(&mut self, count: usize) -> Result<&[u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(PickleError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| PickleError::Truncated)
    }

    fn line(&mut self) -> Result<String> {
        let end = self.rest.iter().position(|b| *b == b'\n');
        let line = self.take(end.ok_or(PickleError::Truncated)? + 1)?;
        utf8(&line[..line.len() - 1])
    }

    fn pop(&mut self) -> Result<Value> {
        self.stack.pop().ok_or(PickleError::Malformed)
    }

    fn pop_many(&mut self, count: usize) -> Result<Vec<Value>> {
        let start = self.stack.len().checked_sub(count);
        Ok(self.stack.split_off(start.ok_or(PickleError::Malformed)?))
    }

    fn since_mark(&mut self) -> Result<usize> {
        let mark = self.marks.pop().ok_or(PickleError::Malformed)?;
        let count = self.stack.len().checked_sub(mark);
        count.ok_or(PickleError::Malformed)
    }

    fn int(&mut self, instruction: u8) -> Result<()> {
        let value = match instruction {
            b'K' => i64::from(u8::from_le_bytes(self.array()?)),
            b'M' => i64::from(u16::from_le_bytes(self.array()?)),
            b'J' => i64::from(i32::from_le_bytes(self.array()?)),
            _ => self.long()?,
        };
        self.stack.push(Value::Int(value));
        Ok(())
    }

    /// A little-endian integer of up to eight bytes, the last one signed.
    fn long(&mut self) -> Result<i64> {
        let [length] = self.array()?;
        let digits = self.take(usize::from(length))?;
        let negative = digits.last().is_some_and(|b| *b >= 0x80);
        let mut bytes = [if negative { 0xff } else { 0 }; 8];
        bytes
            .get_mut(..digits.len())
            .ok_or(PickleError::Malformed)?
            .copy_from_slice(digits);
        Ok(i64::from_le_bytes(bytes))
    }

    fn text(&mut self, instruction: u8) -> Result<()> {
        let length = match instruction {
            b'X' => u32::from_le_bytes(self.array()?) as usize,
            _ => usize::from(u8::from_le_bytes(self.array()?)),
        };
        let text = utf8(self.take(length)?)?;
        self.stack.push(Value::Text(text.into()));
        Ok(())
    }

    fn global(&mut self) -> Result<()> {
        let (module, name) = (self.line()?, self.line()?);
        self.push_global(&module, &name)
    }

    fn stack_global(&mut self) -> Result<()> {
        let (name, module) = (text_of(&self.pop()?)?, text_of(&self.pop()?)?);
        self.push_global(&module, &name)
    }

    fn push_global(&mut self, module: &str, name: &str) -> Result<()> {
        if module.len() + name.len() > MAX_GLOBAL {
            return Err(PickleError::Malformed);
        }
        let global = format!("{module} {name}");
        self.stack.push(Value::Global(global.into()));
        Ok(())
    }

    fn remember(&mut self, instruction: u8) -> Result<()> {
        let slot = match instruction {
            b'q' => u32::from(u8::from_le_bytes(self.array()?)),
            b'r' => u32::from_le_bytes(self.array()?),
            _ => self.memo.len() as u32,
        };
        let value = self.stack.last().ok_or(PickleError::Malformed)?;
        self.memo.insert(slot, value.clone());
        Ok(())
    }

    fn recall(&mut self, instruction: u8) -> Result<()> {
        let slot = match instruction {
            b'h' => u32::from(u8::from_le_bytes(self.array()?)),
            _ => u32::from_le_bytes(self.array()?),
        };
        let value = self.memo.get(&slot).ok_or(PickleError::Malformed)?;
        self.stack.push(value.clone());
        Ok(())
    }

    fn tuple(&mut self, count: usize) -> Result<()> {
        let items = self.pop_many(count)?;
        let inner = items.iter().map(|item| match item {
            Value::Tuple { depth, .. } => *depth,
            _ => 0,
        });
        let depth = 1 + inner.max().unwrap_or(0);
        if depth > MAX_DEPTH {
            return Err(PickleError::Malformed);
        }
        self.stack.push(Value::Tuple {
            items: items.into(),
            depth,
        });
        Ok(())
    }

    fn set_items(&mut self, count: usize) -> Result<()> {
        let items = self.pop_many(count)?;
        let Some(Value::Dict(entries)) = self.stack.last() else {
            return Err(PickleError::Malformed);
        };
        let (pairs, []) = items.as_chunks::<2>() else {
            return Err(PickleError::Malformed);
        };
        for [key, value] in pairs {
            let tensor = match value {
                Value::Tensor(tensor) => Some(tensor.clone()),
                _ => None,
            };
            entries.borrow_mut().insert(text_of(key)?, tensor);
        }
        Ok(())
    }

    /// `("storage", type, entry, device, count)`
    fn storage(&mut self) -> Result<()> {
        let items = items_of(self.pop()?)?;
        let [Value::Text(tag), Value::Global(kind), Value::Text(name), ..] = &items[..] else {
            return Err(PickleError::Malformed);
        };
        let Some(kind) = kind.strip_prefix("torch ") else {
            return Err(PickleError::Forbidden(kind.to_string()));
        };
        // The name becomes part of an entry's path in the archive.
        if &**tag != "storage" || !name.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PickleError::Malformed);
        }
        self.stack.push(Value::Storage {
            kind: kind.into(),
            name: name.clone(),
        });
        Ok(())
    }

    /// The three calls of a `state_dict`, each done here as data.
    fn call(&mut self) -> Result<()> {
        let arguments = items_of(self.pop()?)?;
        let Value::Global(name) = self.pop()? else {
            return Err(PickleError::Malformed);
        };
        let value = match &*name {
            "collections OrderedDict" => empty_dict(),
            "torch._utils _rebuild_tensor_v2" => Value::Tensor(Rc::new(tensor_of(&arguments)?)),
            "torch._utils _rebuild_parameter" => match arguments.first() {
                Some(Value::Tensor(tensor)) => Value::Tensor(tensor.clone()),
                _ => return Err(PickleError::Malformed),
            },
            other => return Err(PickleError::Forbidden(other.replace(' ', "."))),
        };
        self.stack.push(value);
        Ok(())
    }
}

/// `(storage, offset, dims, strides, …)`
fn tensor_of(arguments: &[Value]) -> Result<StoredTensor> {
    let [Value::Storage { kind, name }, offset, dims, strides, ..] = arguments else {
        return Err(PickleError::Malformed);
    };
    let (dims, strides) = (sizes_of(dims)?, sizes_of(strides)?);
    if dims.len() != strides.len() {
        return Err(PickleError::Malformed);
    }
    Ok(StoredTensor {
        storage: name.clone(),
        storage_type: kind.clone(),
        offset: size_of_int(offset)?,
        dims,
        strides,
    })
}

fn empty_dict() -> Value {
    Value::Dict(Rc::default())
}

fn items_of(value: Value) -> Result<Rc<[Value]>> {
    match value {
        Value::Tuple { items, .. } => Ok(items),
        _ => Err(PickleError::Malformed),
    }
}

fn sizes_of(value: &Value) -> Result<Vec<usize>> {
    let items = items_of(value.clone())?;
    if items.len() > MAX_DIMS {
        return Err(PickleError::Malformed);
    }
    items.iter().map(size_of_int).collect()
}

fn size_of_int(value: &Value) -> Result<usize> {
    match value {
        Value::Int(size) => usize::try_from(*size).map_err(|_| PickleError::Malformed),
        _ => Err(PickleError::Malformed),
    }
}

fn text_of(value: &Value) -> Result<Rc<str>> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        _ => Err(PickleError::Malformed),
    }
}

fn utf8(bytes: &[u8]) -> Result<String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| PickleError::Malformed)
}
